/** What lists of tickets are asked for: filters, words to search for, order, and where a page begins. */
package io.hearthwatch.servicedesk.listing;
