/**
 * Households with their appliances, technicians, service centres and regions as people enter and change them, one by one. What may be said of
 * them is what a service file may say, read and stored by the same code. Open {@link io.hearthwatch.servicedesk.register.Register} first.
 */
package io.hearthwatch.servicedesk.register;
