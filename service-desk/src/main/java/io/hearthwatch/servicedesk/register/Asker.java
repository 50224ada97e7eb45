package io.hearthwatch.servicedesk.register;

import io.hearthwatch.servicedesk.organisation.Caller;
import io.hearthwatch.servicedesk.organisation.Scope;

/**
 * Who wants a change.
 *
 * @param who for the record
 */
public record Asker(Caller caller, String who) {
    Scope scope() {
        return caller.scope();
    }
}
