/** Customers: what they are told and how, the link that opens their ticket without an account, and what they do through it. */
package io.hearthwatch.servicedesk.customer;
