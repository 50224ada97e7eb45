/** Which service centre takes a ticket, and why: the first of the two levels of dispatch. */
package io.hearthwatch.servicedesk.centre;
