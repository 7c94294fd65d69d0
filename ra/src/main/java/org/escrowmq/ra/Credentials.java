package org.escrowmq.ra;

/**
 * A user name and a password, either of which may be null. Immutable; equal by value; never shows the password.
 *
 * @param userName the user, or null for nobody in particular
 * @param password the password, or null
 */
public record Credentials(String userName, String password) {

    /** Neither user nor password. */
    public static final Credentials NONE = new Credentials(null, null);

    /** These, if they name a user, else the others. */
    public Credentials or(Credentials others) {
        return userName == null ? others : this;
    }

    @Override
    public String toString() {
        return userName == null ? "no user" : "user " + userName;
    }
}
