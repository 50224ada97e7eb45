package io.hearthwatch.predictor.features;

/** Statistics of the readings in a window, put together from hourly statistics. Not thread-safe. */
final class WindowStatistics {
    private long count;
    private double sum;
    private double sumOfSquares;
    private double min = Double.POSITIVE_INFINITY;
    private double max = Double.NEGATIVE_INFINITY;
    private int hours;
    private double sumOfMeans;
    private double sumOfSquaredMeans;

    void add(int readings, double mean, double low, double high, double sd) {
        count += readings;
        sum += readings * mean;
        sumOfSquares += readings * (mean * mean + (Double.isNaN(sd) ? 0 : sd * sd));
        min = Math.min(min, low);
        max = Math.max(max, high);
        hours++;
        sumOfMeans += mean;
        sumOfSquaredMeans += mean * mean;
    }

    int hours() {
        return hours;
    }

    double mean() {
        return count == 0 ? Double.NaN : sum / count;
    }

    /** Of the readings; not known for fewer than two. */
    double sd() {
        return count < 2 ? Double.NaN : deviation(sum, sumOfSquares, count);
    }

    /** Of the hours' means among each other. */
    double sdOfHours() {
        return hours < 2 ? Double.NaN : deviation(sumOfMeans, sumOfSquaredMeans, hours);
    }

    double min() {
        return count == 0 ? Double.NaN : min;
    }

    double max() {
        return count == 0 ? Double.NaN : max;
    }

    private static double deviation(double sum, double squares, long n) {
        double mean = sum / n;
        return Math.sqrt(Math.max(0, squares / n - mean * mean));
    }
}
