/** What a run leaves: results.json, the Markdown tables, the charts, and advice for the device. */
package org.escrowmq.it.bench.report;
