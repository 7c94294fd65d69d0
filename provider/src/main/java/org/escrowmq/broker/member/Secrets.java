package org.escrowmq.broker.member;

import java.util.regex.Pattern;

/** Takes secrets out of texts that others wrote and that are going to be shown. */
final class Secrets {

    private static final Pattern PASSWORD = Pattern.compile("(?i)(password[\\w-]*\\s*=)[^&;,\\s)\\]}]*");

    private Secrets() { }

    /** The text without the values of parameters whose names contain "password", such as a URL has. */
    static String removed(String text) {
        return PASSWORD.matcher(text).replaceAll("$1****");
    }
}
