package io.hearthwatch.catalog;

import java.util.List;

/**
 * A fault code that appliances of a type can raise.
 *
 * @param code as the appliance sends it
 * @param label name for people
 * @param faultClass hardware, software, network or misuse
 * @param severity how serious it is
 * @param suspects component ids that may cause it, most likely first; may be empty
 * @param checkFirst what to look at before anything is replaced
 */
public record FaultCode(
        String code, Text label, FaultClass faultClass, Severity severity, List<String> suspects, Text checkFirst) {
    public FaultCode {
        suspects = List.copyOf(suspects);
    }
}
