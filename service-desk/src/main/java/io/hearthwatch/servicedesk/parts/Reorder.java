package io.hearthwatch.servicedesk.parts;

/**
 * When to order, and how many. The reorder point is the smallest stock that covers the need of the lead time and of the day until the next
 * look with the service level's probability (the P₁ rule of Silver, Pyke and Thomas, Inventory and Production Management in Supply
 * Chains, 4th ed., section 6.7, on the exact distribution instead of the normal one). The quantity is Harris' (1913) economic one, √(2·A·D /
 * (v·r)), of the yearly need D, the cost A of an order, the price v and the rate r of holding a unit for a year; at least the supplier's
 * minimum, and enough to come above the reorder point.
 *
 * @param point order when the position (available + coming − waited for) is at or below it
 * @param quantity units to order now; 0 while the position is above the point
 * @param risk probability that the shelf runs out before an order of today arrives
 */
record Reorder(int point, int quantity, double risk) {

    /**
     * The rule.
     *
     * @param need within the lead time and until the next look
     * @param yearly mean need of a year
     * @param price of a unit; 0 where it is not known, and then a month's need is ordered
     */
    static Reorder of(
            Need need,
            double yearly,
            double serviceLevel,
            double orderCost,
            double price,
            double holdingRate,
            int minimum,
            int available,
            int position) {
        int point = need.quantile(serviceLevel);
        int quantity = 0;
        // Where nothing is needed nothing is bought, however empty the shelf, unless somebody waits.
        if (position <= point && (point > 0 || position < 0)) {
            double economic = price > 0 ? Math.sqrt(2 * orderCost * yearly / (price * holdingRate)) : yearly / 12;
            quantity = (int) Math.max(Math.max(minimum, Math.ceil(economic - 1e-9)), point + 1.0 - position);
        }
        return new Reorder(point, quantity, need.above(available));
    }
}
