/** Indicators: what the service achieves, against what it aims at. Open {@code Indicators} first; the views are in V27__indicators.sql. */
package io.hearthwatch.servicedesk.indicator;
