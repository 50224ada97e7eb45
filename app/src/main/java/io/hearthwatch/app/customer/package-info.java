/** What is kept about a customer, from the command line. */
package io.hearthwatch.app.customer;
