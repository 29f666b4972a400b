package staging_test

import (
	"context"
	"path/filepath"
	"testing"

	"matchday/stages/land"
	"matchday/stages/staging"
	"matchday/warehouse/lake"
)

// BenchmarkLandAndStage lands and stages the three folders of final editions.
func BenchmarkLandAndStage(b *testing.B) {
	dir := realFiles(b)
	var paths []string
	for _, folder := range realFolders[:3] {
		paths = append(paths, filepath.Join(dir, folder))
	}
	b.ReportAllocs()
	for b.Loop() {
		l := lake.Lake{Dir: b.TempDir()}
		landed, err := land.FootballData(context.Background(), land.Input{Lake: l, Paths: paths, Now: older})
		if err != nil {
			b.Fatal(err)
		}
		r, err := staging.Run(context.Background(), staging.Input{Lake: l})
		if err != nil {
			b.Fatal(err)
		}
		b.SetBytes(landed.Bytes)
		b.ReportMetric(float64(r.Fixtures), "fixtures")
		b.ReportMetric(float64(r.Prices), "prices")
	}
}
