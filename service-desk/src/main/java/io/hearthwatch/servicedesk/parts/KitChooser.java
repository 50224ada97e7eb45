package io.hearthwatch.servicedesk.parts;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Which parts travel along to a visit. Suspects fail independently of each other, and one that failed is repaired at this visit only if
 * all of its parts are there; otherwise there is a second visit. So a kit S is expected to cost
 *
 * <p>V · (1 − Π over suspects that S does not cover of (1 − p)) + Σ over parts of S of (1 − q) · k
 *
 * <p>where V is what a second visit costs, p a suspect's probability, q the probability that a part is needed, and k what it costs to
 * carry a part in vain. Among kits that fit into the van the cheapest is taken: by looking at all of them up to {@value #EXACT} parts, and
 * above by adding the part or the set of parts of a suspect that saves most as long as any does (ours; no outside source).
 */
final class KitChooser {
    static final int EXACT = 14;

    private KitChooser() {}

    /**
     * Something that may have failed.
     *
     * @param probability that it has, 0 to 1
     * @param parts what repairing it takes, one unit each
     */
    record Suspect(String component, double probability, List<String> parts) {
        Suspect {
            parts = List.copyOf(parts);
        }
    }

    /**
     * What is known of a part.
     *
     * @param litres room that it takes
     * @param carried what carrying it in vain costs
     */
    record Size(double litres, double carried) {}

    /**
     * A part, taken or left.
     *
     * @param needed probability that the visit needs it
     * @param difference by how much the expected cost would rise if it were decided the other way; infinite if it would not fit
     */
    record Line(String part, boolean taken, double needed, double litres, double difference) {}

    /**
     * The choice.
     *
     * @param secondVisit probability that a second visit is needed nevertheless
     */
    record Choice(List<Line> lines, double expectedCost, double secondVisit, double litres) {
        Choice {
            lines = List.copyOf(lines);
        }
    }

    private record Case(List<Suspect> suspects, Map<String, Size> sizes, double visit, double litres) {
        double missing(Set<String> kit) {
            double none = 1;
            for (Suspect suspect : suspects) {
                if (!kit.containsAll(suspect.parts())) {
                    none *= 1 - suspect.probability();
                }
            }
            return 1 - none;
        }

        double needed(String part) {
            double none = 1;
            for (Suspect suspect : suspects) {
                if (suspect.parts().contains(part)) {
                    none *= 1 - suspect.probability();
                }
            }
            return 1 - none;
        }

        double cost(Set<String> kit) {
            double carried = 0;
            for (String part : kit) {
                carried += (1 - needed(part)) * sizes.get(part).carried();
            }
            return visit * missing(kit) + carried;
        }

        double room(Set<String> kit) {
            return kit.stream().mapToDouble(part -> sizes.get(part).litres()).sum();
        }

        boolean fits(Set<String> kit) {
            return room(kit) <= litres + 1e-9;
        }
    }

    /**
     * Chooses.
     *
     * @param sizes of every part that a suspect names
     * @param visit what a second visit costs
     * @param litres room in the van
     */
    static Choice choose(List<Suspect> suspects, Map<String, Size> sizes, double visit, double litres) {
        Case about = new Case(suspects, sizes, visit, litres);
        List<String> parts = suspects.stream()
                .flatMap(suspect -> suspect.parts().stream())
                .distinct()
                .sorted()
                .toList();
        Set<String> kit = parts.size() <= EXACT ? exact(about, parts) : greedy(about);
        Map<String, Line> lines = new TreeMap<>();
        double cost = about.cost(kit);
        for (String part : parts) {
            Set<String> other = new TreeSet<>(kit);
            boolean taken = !other.add(part);
            if (taken) {
                other.remove(part);
            }
            double difference = about.fits(other) ? about.cost(other) - cost : Double.POSITIVE_INFINITY;
            lines.put(
                    part,
                    new Line(part, taken, about.needed(part), sizes.get(part).litres(), difference));
        }
        List<Line> sorted = new ArrayList<>(lines.values());
        sorted.sort(Comparator.comparing((Line line) -> !line.taken())
                .thenComparing(Comparator.comparingDouble(Line::needed).reversed())
                .thenComparing(Line::part));
        return new Choice(sorted, cost, about.missing(kit), about.room(kit));
    }

    /** All kits are looked at; of equally cheap ones the one with fewer parts. */
    private static Set<String> exact(Case about, List<String> parts) {
        Set<String> best = Set.of();
        double least = about.cost(best);
        for (int mask = 1; mask < 1 << parts.size(); mask++) {
            Set<String> kit = new TreeSet<>();
            for (int i = 0; i < parts.size(); i++) {
                if ((mask >> i & 1) == 1) {
                    kit.add(parts.get(i));
                }
            }
            if (!about.fits(kit)) {
                continue;
            }
            double cost = about.cost(kit);
            if (cost < least - 1e-9 || (cost < least + 1e-9 && kit.size() < best.size())) {
                best = kit;
                least = cost;
            }
        }
        return best;
    }

    private static Set<String> greedy(Case about) {
        Set<String> kit = new TreeSet<>();
        double cost = about.cost(kit);
        while (true) {
            Set<String> next = null;
            for (Suspect suspect : about.suspects()) {
                Set<String> with = new TreeSet<>(kit);
                with.addAll(suspect.parts());
                if (about.fits(with) && about.cost(with) < cost - 1e-9) {
                    next = with;
                    cost = about.cost(with);
                }
            }
            if (next == null) {
                return kit;
            }
            kit = next;
        }
    }
}
