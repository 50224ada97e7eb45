package io.hearthwatch.predictor.features;

/**
 * One column of what a model sees.
 *
 * @param name stable name, stored with models, such as {@code drum_vibration.mean_24h}
 * @param kind what it measures
 * @param subject index into the vocabulary's metrics, codes, components or lines, as the kind says; -1 for the whole appliance
 */
public record Feature(String name, Kind kind, int subject) {

    /** What the subject of a feature is. */
    public enum Subject {
        METRIC,
        /** A metric that is reported as a level. */
        GAUGE,
        /** A metric that is reported as a total. */
        COUNTER,
        CODE,
        /** Two codes together; an index into the vocabulary's pairs. */
        PAIR,
        COMPONENT,
        /** A component in one of the model's windows after the first: (window − 1) · components + component. */
        COMPONENT_WINDOW,
        LINE,
        APPLIANCE
    }

    /** What a feature measures; all as of the instant of the decision. */
    public enum Kind {
        /** Mean of the latest hour, at most 30 days old. */
        LATEST(Subject.METRIC, "latest"),
        MEAN_6H(Subject.METRIC, "mean_6h"),
        /** Mean of the readings of the last 24 hours. */
        MEAN_24H(Subject.METRIC, "mean_24h"),
        /** Standard deviation of the readings of the last 24 hours. */
        SD_24H(Subject.METRIC, "sd_24h"),
        MIN_24H(Subject.METRIC, "min_24h"),
        MAX_24H(Subject.METRIC, "max_24h"),
        MEAN_3D(Subject.METRIC, "mean_3d"),
        MEAN_7D(Subject.METRIC, "mean_7d"),
        SD_7D(Subject.METRIC, "sd_7d"),
        MIN_7D(Subject.METRIC, "min_7d"),
        MAX_7D(Subject.METRIC, "max_7d"),
        MEAN_28D(Subject.METRIC, "mean_28d"),
        /** Rise a day of a straight line through the hours' means of 7 days. */
        TREND_7D(Subject.METRIC, "trend_7d"),
        TREND_28D(Subject.METRIC, "trend_28d"),
        /** Mean of the last 24 hours against the appliance's own 30 days before them, in their standard deviations. */
        CHANGE_24H(Subject.METRIC, "change_24h"),
        /** The same for the mean of the last 7 days. */
        CHANGE_7D(Subject.METRIC, "change_7d"),
        /** Mean of the last 7 days against the 7 days before them, in the same standard deviations. */
        CHANGE_WEEK(Subject.METRIC, "change_week"),
        /** Mean of the last 24 hours against the appliances of the same model line, in standard deviations among these. */
        FLEET_24H(Subject.GAUGE, "fleet_24h"),
        FLEET_7D(Subject.GAUGE, "fleet_7d"),
        /** How far a counter went in 24 hours: cycles run, water or energy used. */
        USAGE_24H(Subject.COUNTER, "usage_24h"),
        USAGE_7D(Subject.COUNTER, "usage_7d"),
        USAGE_28D(Subject.COUNTER, "usage_28d"),
        /** Hours since the code was last raised, up to 90 days. */
        CODE_HOURS_SINCE(Subject.CODE, "hours_since"),
        CODE_COUNT_24H(Subject.CODE, "count_24h"),
        CODE_COUNT_7D(Subject.CODE, "count_7d"),
        CODE_COUNT_30D(Subject.CODE, "count_30d"),
        /** Times a day in the last 7 days less times a day in 30. */
        CODE_RISE(Subject.CODE, "rise"),
        /** Hours since two codes were last raised within 24 hours of each other, up to 90 days. */
        PAIR_HOURS_SINCE(Subject.PAIR, "hours_since_both"),
        /** Hours that the component has been in use: since its replacement, else since the appliance was made. */
        IN_USE(Subject.COMPONENT, "hours_in_use"),
        /** How long it will have been in use when the appliance's next usual repair is due. */
        IN_USE_AT_NEXT_VISIT(Subject.COMPONENT, "hours_in_use_at_next_visit"),
        /** The same at the first usual repair within the model's window; not known when none is due in it. */
        IN_USE_AT_VISIT_IN_WINDOW(Subject.COMPONENT, "hours_in_use_at_visit_in_window"),
        IN_USE_AT_VISIT_IN_LATER_WINDOW(Subject.COMPONENT_WINDOW, "hours_in_use_at_visit_in_window"),
        HOURS_SINCE_FAILURE(Subject.COMPONENT, "hours_since_failure"),
        FAILURES_180D(Subject.COMPONENT, "failures_180d"),
        REPLACED_180D(Subject.COMPONENT, "replaced_180d"),
        /** Whether the appliance is of that model line. */
        IS_LINE(Subject.LINE, "is_line"),
        HOURS_SINCE_READING(Subject.APPLIANCE, "hours_since_reading"),
        DISTINCT_CODES_24H(Subject.APPLIANCE, "distinct_codes_24h"),
        FAULTS_7D(Subject.APPLIANCE, "faults_7d"),
        FAULTS_30D(Subject.APPLIANCE, "faults_30d"),
        /** Hours since any component was replaced. */
        HOURS_SINCE_VISIT(Subject.APPLIANCE, "hours_since_visit"),
        /** How many components were replaced then. */
        REPLACED_AT_VISIT(Subject.APPLIANCE, "replaced_at_visit"),
        /** Hours until the next visit is due if the appliance keeps its usual interval between visits. */
        HOURS_TO_NEXT_VISIT(Subject.APPLIANCE, "hours_to_next_visit"),
        HOURS_SINCE_ANY_FAILURE(Subject.APPLIANCE, "hours_since_any_failure"),
        ANY_FAILURES_180D(Subject.APPLIANCE, "any_failures_180d"),
        AGE_DAYS(Subject.APPLIANCE, "age_days"),
        HOUR_OF_DAY(Subject.APPLIANCE, "hour_of_day"),
        /** 1 at the turn of the year, -1 half a year from it. */
        SEASON_WINTER(Subject.APPLIANCE, "season_winter"),
        /** 1 at the end of March, -1 half a year from it. */
        SEASON_SPRING(Subject.APPLIANCE, "season_spring");

        private final Subject subject;
        private final String suffix;

        Kind(Subject subject, String suffix) {
            this.subject = subject;
            this.suffix = suffix;
        }

        /** What the feature's subject index counts in. */
        public Subject subject() {
            return subject;
        }

        String suffix() {
            return suffix;
        }
    }
}
