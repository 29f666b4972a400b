# matchday: the jobs, and what keeps them honest. `make` alone prints this help.
.DEFAULT_GOAL := help
SHELL := /bin/bash
