-- Twice round is well; a fixture short of it, or a division of one team, is not.
insert into seasons values ('E1', '1516', '2015-08-08', '2016-05-08', 12, 12, 4), ('E2', '1516', '2015-08-08', '2016-05-08', 11, 11, 4),
                           ('E3', '1516', '2015-08-08', '2016-05-08', 3, 3, 1);
