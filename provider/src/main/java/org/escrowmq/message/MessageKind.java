package org.escrowmq.message;

/** The forms of message body that Jakarta Messaging defines (specification 3.11), and the message without one. */
public enum MessageKind {

    /** A plain {@code Message}: headers and properties only. */
    MESSAGE,

    /** A {@code TextMessage}. */
    TEXT,

    /** A {@code BytesMessage}. */
    BYTES,

    /** A {@code MapMessage}. */
    MAP,

    /** A {@code StreamMessage}. */
    STREAM,

    /** An {@code ObjectMessage}. */
    OBJECT
}
