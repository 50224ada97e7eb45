/** What customers report by themselves, before anybody knows whose it is: kept, answered with a reference, and made a ticket. */
package io.hearthwatch.servicedesk.report;
