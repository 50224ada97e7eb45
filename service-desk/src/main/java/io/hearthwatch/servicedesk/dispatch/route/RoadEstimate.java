package io.hearthwatch.servicedesk.dispatch.route;

/**
 * Travel times without a map: the great circle (haversine formula, mean radius of the earth 6371 km) times a detour factor, at a city's
 * mean speed, and a few minutes to park and ring. The factor for roads is from R. H. Ballou, H. Rahardja and N. Sakai, "Selected country
 * circuity factors for road travel distance estimation", Transportation Research Part A 36 (2002), which has 1.33 for China and 1.32 for
 * Germany.
 *
 * @param detour road kilometres for each kilometre as the crow flies
 * @param kilometresPerHour mean speed by road
 * @param stopMinutes added where the two places differ
 */
public record RoadEstimate(double detour, double kilometresPerHour, int stopMinutes) implements Travel {
    /** For towns. */
    public static final RoadEstimate TOWN = new RoadEstimate(1.33, 30, 3);

    private static final double RADIUS_KILOMETRES = 6371;

    @Override
    public int minutes(Position from, Position to) {
        double kilometres = kilometres(from, to);
        return kilometres < .01
                ? 0
                : stopMinutes + (int) Math.ceil(kilometres * detour / kilometresPerHour * 60 - 1e-9);
    }

    /** By road. */
    public double roadKilometres(Position from, Position to) {
        return kilometres(from, to) * detour;
    }

    /** As the crow flies. */
    static double kilometres(Position from, Position to) {
        double north = Math.toRadians(to.latitude() - from.latitude());
        double east = Math.toRadians(to.longitude() - from.longitude());
        double chord = Math.pow(Math.sin(north / 2), 2)
                + Math.cos(Math.toRadians(from.latitude()))
                        * Math.cos(Math.toRadians(to.latitude()))
                        * Math.pow(Math.sin(east / 2), 2);
        return 2 * RADIUS_KILOMETRES * Math.asin(Math.min(1, Math.sqrt(chord)));
    }
}
