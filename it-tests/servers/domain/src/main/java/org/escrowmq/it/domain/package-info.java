/**
 * GlassFish and Payara as the suite sees them. They come from one code base: a domain directory with a domain.xml, the
 * same descriptors, the same administration tool.
 */
package org.escrowmq.it.domain;
