package dev.xylem.bench.http;

/** One line of the report: what a candidate did in a workload. */
record Row(String workload, String candidate, int documents, Figures figures) {
    static final String HEAD = String.join(
            "\t",
            "workload",
            "candidate",
            "documents",
            "requests_per_s",
            "p50_us",
            "p99_us",
            "cpu_us",
            "store_cpu_us",
            "rss_mib",
            "allocated_bytes",
            "errors");

    static Row parse(String line) {
        String[] cells = line.split("\t", -1);
        double[] numbers = new double[8];
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] = Double.parseDouble(cells[i + 3]);
        }
        return new Row(
                cells[0],
                cells[1],
                Integer.parseInt(cells[2]),
                new Figures(
                        numbers[0], numbers[1], numbers[2], numbers[3], numbers[4], numbers[5], numbers[6], numbers[7]));
    }

    String line() {
        return String.join(
                "\t",
                workload,
                candidate,
                Integer.toString(documents),
                round(figures.perSecond()),
                round(figures.p50()),
                round(figures.p99()),
                round(figures.cpu()),
                round(figures.storeCpu()),
                round(figures.rss()),
                round(figures.allocated()),
                round(figures.errors()));
    }

    private static String round(double value) {
        return value < 100 ? String.format(java.util.Locale.ROOT, "%.1f", value) : Long.toString(Math.round(value));
    }
}
