package dev.xylem.bench.http;

import dev.xylem.fixture.Vitals;

/**
 * What the server held at a moment.
 *
 * @param heap MiB after a collection
 */
record SoakSample(double minute, double resident, double heap, double descriptors, double threads) {

    static SoakSample of(Vitals vitals, double minute) {
        double heap = vitals.heapMib();
        return new SoakSample(minute, vitals.residentMib(), heap, vitals.descriptors(), vitals.threads());
    }
}
