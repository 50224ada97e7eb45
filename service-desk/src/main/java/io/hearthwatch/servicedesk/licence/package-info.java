/** Licence points that what happened on tickets costs or earns technicians. Open {@link io.hearthwatch.servicedesk.licence.Licences} first. */
package io.hearthwatch.servicedesk.licence;
