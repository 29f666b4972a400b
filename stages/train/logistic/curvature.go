package logistic

import (
	"math"
	"runtime"
	"sync"
	"sync/atomic"

	"matchday"
)

// chunkRows rows are summed by one goroutine; chunks are added in row order, so
// that the sum has the same bits whatever GOMAXPROCS is.
const chunkRows = 4096

// sums over a chunk of rows. The Hessian is three blocks of the same outer
// products x xᵀ, upper triangles in a row, weighted by the curvature of
// home–home, home–away and away–away.
type sums struct {
	loss, weight float64
	grad         []float64 // home, then away
	hh, ha, aa   []float64
}

func newSums(w int) *sums {
	t := w * (w + 1) / 2
	return &sums{grad: make([]float64, 2*w), hh: make([]float64, t), ha: make([]float64, t), aa: make([]float64, t)}
}

// curvature is the penalised mean log loss of standardised rows with gradient and
// Hessian.
func (s Sample) curvature(x []float64, p Penalty, theta, grad, hess []float64) float64 {
	w := 1 + s.Width
	total := newSums(w)
	for _, part := range s.chunks(x, theta) {
		total.add(part)
	}
	total.addPrior(p, theta, w)
	scale := 1 / total.weight
	n := 2 * w
	at := 0
	for i := range w {
		for j := i; j < w; j++ {
			hess[i*n+j] = total.hh[at] * scale
			hess[i*n+w+j] = total.ha[at] * scale
			hess[j*n+w+i] = total.ha[at] * scale
			hess[(w+i)*n+w+j] = total.aa[at] * scale
			at++
		}
	}
	for i, g := range total.grad {
		grad[i] = g * scale
	}
	return total.loss*scale + penalise(p.L2, theta, grad, hess)
}

// penalise adds half L2 times the squared deviations of (home, draw = 0, away)
// from their mean: (2/3)(h² + a² − ha) for each feature.
func penalise(l2 float64, theta, grad, hess []float64) float64 {
	w := len(theta) / 2
	n, value := 2*w, 0.0
	for j := 1; j < w; j++ {
		h, a := theta[j], theta[w+j]
		value += l2 / 3 * (h*h + a*a - h*a)
		grad[j] += l2 / 3 * (2*h - a)
		grad[w+j] += l2 / 3 * (2*a - h)
		hess[j*n+j] += l2 * 2 / 3
		hess[(w+j)*n+w+j] += l2 * 2 / 3
		hess[j*n+w+j] -= l2 / 3
	}
	return value
}

// chunks evaluates all chunks on as many goroutines as may run.
func (s Sample) chunks(x, theta []float64) []*sums {
	parts := make([]*sums, (s.Rows+chunkRows-1)/chunkRows)
	var next atomic.Int64
	var group sync.WaitGroup
	for range min(len(parts), runtime.GOMAXPROCS(0)) {
		group.Go(func() {
			for {
				c := int(next.Add(1)) - 1
				if c >= len(parts) {
					return
				}
				parts[c] = s.chunk(x, theta, c*chunkRows, min((c+1)*chunkRows, s.Rows))
			}
		})
	}
	group.Wait()
	return parts
}

func (s Sample) chunk(rows, theta []float64, from, to int) *sums {
	w := 1 + s.Width
	out := newSums(w)
	home, away := theta[:w], theta[w:]
	for k := from; k < to; k++ {
		wk := s.weight(k)
		if wk == 0 {
			continue
		}
		x := rows[k*w : (k+1)*w]
		var z [matchday.NumOutcome]float64
		if s.Offset != nil {
			z = s.Offset[k]
		}
		for j, v := range x {
			z[0] += home[j] * v
			z[2] += away[j] * v
		}
		out.observe(x, z, int(s.Class[k]), wk)
	}
	return out
}

// observe adds one row with logits z, whose outcome was class.
func (t *sums) observe(x []float64, z [matchday.NumOutcome]float64, class int, weight float64) {
	top := max(z[0], z[1], z[2])
	h, d, a := math.Exp(z[0]-top), math.Exp(z[1]-top), math.Exp(z[2]-top)
	sum := h + d + a
	h, a = h/sum, a/sum
	t.loss += weight * (math.Log(sum) + top - z[class])
	t.weight += weight
	gh, ga := weight*h, weight*a
	hh, ha, aa := gh*(1-h), -gh*a, ga*(1-a)
	switch class {
	case 0:
		gh -= weight
	case 2:
		ga -= weight
	}
	w := len(x)
	at := 0
	for i, u := range x {
		t.grad[i] += gh * u
		t.grad[w+i] += ga * u
		uhh, uha, uaa := hh*u, ha*u, aa*u
		rest := x[i:]
		bhh, bha, baa := t.hh[at:at+len(rest)], t.ha[at:at+len(rest)], t.aa[at:at+len(rest)]
		for j, v := range rest {
			bhh[j] += uhh * v
			bha[j] += uha * v
			baa[j] += uaa * v
		}
		at += len(rest)
	}
}

// addPrior adds PriorRows rows at the features' means, shared out over the
// outcomes as the prior says.
func (t *sums) addPrior(p Penalty, theta []float64, w int) {
	if p.PriorRows <= 0 {
		return
	}
	x := make([]float64, w)
	x[0] = 1
	z := [matchday.NumOutcome]float64{theta[0], 0, theta[w]}
	for class, share := range p.Prior {
		t.observe(x, z, class, p.PriorRows*share)
	}
}

func (t *sums) add(o *sums) {
	t.loss += o.loss
	t.weight += o.weight
	for i, v := range o.grad {
		t.grad[i] += v
	}
	for i := range o.hh {
		t.hh[i] += o.hh[i]
		t.ha[i] += o.ha[i]
		t.aa[i] += o.aa[i]
	}
}
