package io.hearthwatch.servicedesk.money;

import io.hearthwatch.catalog.Text;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.stream.Stream;

/**
 * An accepted job with the evidence of its ticket: what settlement goes by.
 *
 * @param type the appliance's type, {@code *} where there is none
 * @param grade of the technician who came first, {@code *} where it is not known
 * @param round how often it was reopened
 * @param doneOn the day on which the customer signed, else on which it was reviewed, in the centre's time zone
 * @param visitKind whether this kind of work has a visit
 * @param payer who pays for it: {@code warranty}, {@code entitlement}, {@code repair_guarantee} or {@code customer}
 * @param repeats the repair that it repeats inside the repair guarantee, or null
 * @param repeatsCentre whose repair that was, or null
 * @param signedAt when the customer signed the record sheet, or null
 * @param delighted whether the customer gave the best rating in every dimension
 * @param promises kept and broken ones
 * @param undone what of the checklist was left undone, in words; null where nothing was
 * @param roadKm from the centre to the household by road, as dispatch estimates it; null where the household's place is not known
 */
record Job(
        long ticket,
        String number,
        String kind,
        String type,
        String centre,
        String grade,
        int round,
        LocalDate doneOn,
        Instant reviewedAt,
        String reviewedBy,
        boolean visitKind,
        String way,
        String payer,
        String why,
        String repeats,
        String repeatsCentre,
        Instant signedAt,
        boolean delighted,
        List<String> outOfStandard,
        Text undone,
        Promises promises,
        List<Visit> visits,
        Double roadKm,
        List<Part> parts) {
    /**
     * Kilometres that the map lets one believe, there and back for each visit that is paid: half as much again and five, because the
     * estimate knows no roads and a technician may come from elsewhere. Null where the map says nothing.
     */
    BigDecimal believableKm() {
        long trips =
                visits.stream().filter(visit -> visit.round() == firstRound()).count();
        return roadKm == null
                ? null
                : BigDecimal.valueOf(2 * roadKm * Math.max(1, trips) * 1.5 + 5).setScale(1, RoundingMode.UP);
    }

    /** Promises of the ticket that have ended. */
    record Promises(int kept, int broken) {}

    /** A visit, in the how-many-eth round. */
    record Visit(int round, String technician, Instant arrivedAt) {}

    /**
     * A part that was built in.
     *
     * @param price of one on that day, or null
     * @param ours whether it came from the maker's stock
     * @param serialNeeded whether the faulty one's serial number must be recorded
     * @param returnNeeded whether the faulty one must come back
     * @param before the earlier ticket under which the same faulty serial number stands, or null
     */
    record Part(
            long id,
            int round,
            String part,
            int quantity,
            String faultySerial,
            String newSerial,
            String payer,
            BigDecimal price,
            String currency,
            boolean ours,
            boolean serialNeeded,
            boolean returnNeeded,
            boolean returned,
            String before) {}

    boolean customerPays() {
        return "customer".equals(payer);
    }

    /** Whether it repeats a repair of the same centre. */
    boolean repeatsOwn() {
        return repeats != null && centre.equals(repeatsCentre);
    }

    /** Visits before the first reopening. */
    int firstVisits() {
        return (int)
                visits.stream().filter(visit -> visit.round() == firstRound()).count();
    }

    /** Visits after it. */
    int laterVisits() {
        return visits.size() - firstVisits();
    }

    /** The round in which work began. */
    int firstRound() {
        return Stream.concat(visits.stream().map(Visit::round), parts.stream().map(Part::round))
                .min(Integer::compare)
                .orElse(0);
    }

    /** From the last arrival to the signature; null where one of them is not known. */
    Duration onSite() {
        Instant arrived =
                visits.stream().map(Visit::arrivedAt).max(Instant::compareTo).orElse(null);
        return arrived == null || signedAt == null ? null : Duration.between(arrived, signedAt);
    }
}
