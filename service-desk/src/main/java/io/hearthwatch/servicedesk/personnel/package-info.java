/** Technicians' files. Open {@link io.hearthwatch.servicedesk.personnel.PersonnelFiles} first. */
package io.hearthwatch.servicedesk.personnel;
