package io.hearthwatch.servicedesk.money;

import io.hearthwatch.catalog.Text;
import java.math.BigDecimal;

/** The words of every {@link Finding}, in English and Chinese. */
final class Findings {
    private Findings() {}

    static Finding aboveTariff(BigDecimal claimed, BigDecimal tariff, String currency) {
        return new Finding(
                "above_tariff",
                "claimed " + plain(claimed) + " " + currency + ", by the rules it is " + plain(tariff) + " " + currency,
                "申报 " + plain(claimed) + " " + currency + "，按结算标准为 " + plain(tariff) + " " + currency);
    }

    static Finding noRule(String item) {
        return new Finding("no_rule", "no rule pays " + item + " for this job", "该工单没有适用的结算标准：" + item);
    }

    static Finding customerPays(String why) {
        return new Finding(
                "customer_pays", "the customer pays for this job" + (why == null ? "" : ": " + why), "该工单由用户付费，厂家不结算");
    }

    static Finding repeatRepair(String earlier) {
        return new Finding(
                "repeat_repair",
                "repeats " + earlier + " inside the repair guarantee, and is not paid again",
                "维修保证期内的返修（首次工单 " + earlier + "），不重复结算");
    }

    static Finding repeatOfAnother(String earlier, String centre) {
        return new Finding(
                "repeat_of_another",
                "repeats " + earlier + " of centre " + centre + "; it is paid, for the earlier work was another's",
                "返修，首次工单 " + earlier + " 由网点 " + centre + " 完成，本网点照常结算");
    }

    static Finding laterVisits(int count) {
        return new Finding(
                "repeat_visits",
                count + (count == 1 ? " visit" : " visits") + " after the job was reopened, not paid",
                "重新受理后的 " + count + " 次上门不结算");
    }

    static Finding noVisit() {
        return new Finding("no_visit", "the ticket has no visit", "工单没有上门记录");
    }

    static Finding noRecordSheet() {
        return new Finding("no_record_sheet", "the customer signed no service record sheet", "没有用户签字的服务记录单");
    }

    static Finding tooShort(long minutes, int least) {
        return new Finding(
                "too_short",
                "from arrival to signature " + minutes + " min, the work takes at least " + least + " min",
                "从到达到签字仅 " + minutes + " 分钟，该作业至少需要 " + least + " 分钟");
    }

    static Finding visitsNotRecorded(int claimed, int recorded) {
        return new Finding(
                "visits_not_recorded",
                "claimed " + claimed + " visits, the ticket has " + recorded,
                "申报上门 " + claimed + " 次，工单记录 " + recorded + " 次");
    }

    static Finding moreVisitsThanPaid(int visits, int most) {
        return new Finding(
                "more_visits_than_paid",
                visits + " visits, at most " + most + " are paid",
                "上门 " + visits + " 次，最多结算 " + most + " 次");
    }

    static Finding distanceWithoutProof(BigDecimal km, BigDecimal usual) {
        return new Finding(
                "distance_without_proof",
                "claimed " + plain(km) + " km without a proof; " + plain(usual) + " km are paid without one",
                "申报里程 " + plain(km) + " 公里但没有凭证，无凭证最多结算 " + plain(usual) + " 公里");
    }

    static Finding distanceTooFar(BigDecimal km, BigDecimal most) {
        return new Finding(
                "distance_too_far",
                "claimed " + plain(km) + " km, at most " + plain(most) + " km are paid",
                "申报里程 " + plain(km) + " 公里，最多结算 " + plain(most) + " 公里");
    }

    static Finding distanceBeyondMap(BigDecimal km, BigDecimal believable) {
        return new Finding(
                "distance_beyond_map",
                "claimed " + plain(km) + " km, but by the map at most " + plain(believable) + " km can be believed",
                "申报里程 " + plain(km) + " 公里，按地图最多可认可 " + plain(believable) + " 公里");
    }

    static Finding freeDistance(BigDecimal free) {
        return new Finding(
                "free_distance",
                "the first " + plain(free) + " km are in the visit's price",
                "前 " + plain(free) + " 公里已含在上门费内");
    }

    static Finding partNotOnTicket() {
        return new Finding("part_not_on_ticket", "the ticket has no such part line", "工单中没有该备件记录");
    }

    static Finding quantityNotRecorded(int claimed, int recorded) {
        return new Finding(
                "quantity_not_recorded",
                "claimed " + claimed + " units, the ticket has " + recorded,
                "申报数量 " + claimed + "，工单记录 " + recorded);
    }

    static Finding noFaultySerial() {
        return new Finding("no_faulty_serial", "the faulty part's serial number is not recorded", "没有记录旧件序列号");
    }

    static Finding oldPartNotReturned() {
        return new Finding("old_part_not_returned", "the faulty part has not come back", "旧件尚未返还");
    }

    static Finding serialClaimedBefore(String serial, String ticket) {
        return new Finding(
                "serial_claimed_before",
                "faulty serial number " + serial + " was recorded before, under " + ticket,
                "旧件序列号 " + serial + " 已在工单 " + ticket + " 中申报过");
    }

    static Finding fromOurStock() {
        return new Finding(
                "from_our_stock", "the part came from the maker's stock; its handling is paid", "备件由厂家提供，只结算管理费");
    }

    static Finding noPrice(String part) {
        return new Finding("no_price", "part " + part + " had no price on that day", "备件 " + part + " 当日没有价格");
    }

    static Finding outOfStandard(Text undone) {
        return new Finding("out_of_standard", "left undone: " + undone.en(), "未按规范完成：" + undone.zh());
    }

    static Finding promise(boolean kept) {
        return kept
                ? new Finding("promises_kept", "every promise was kept", "承诺全部兑现")
                : new Finding("promise_broken", "a promise was broken", "承诺未兑现");
    }

    static Finding delighted() {
        return new Finding("delighted", "rated 5 of 5 in every dimension", "各项评价均为满分");
    }

    static Finding byHand(String who, String reason) {
        return new Finding("decided_by_hand", who + " decided: " + reason, who + " 人工裁定：" + reason);
    }

    static Finding compensationDue(BigDecimal compensation, BigDecimal due, String currency) {
        return new Finding(
                "deposit_too_small",
                "of a compensation of " + plain(compensation) + " " + currency + " the deposit did not cover "
                        + plain(due),
                "赔付 " + plain(compensation) + " " + currency + "，保证金不足 " + plain(due) + " " + currency);
    }

    static Finding correction(String statement, String reason) {
        return new Finding("correction", "corrects " + statement + ": " + reason, "更正结算单 " + statement + "：" + reason);
    }

    private static String plain(BigDecimal value) {
        return value.stripTrailingZeros().toPlainString();
    }
}
