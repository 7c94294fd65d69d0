package org.escrowmq.conformance;

import jakarta.jms.JMSException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Patterns in selectors. */
@Section("3.8.1.1")
class SelectorLikeTest extends SelectorTest {

    @Test
    void percentStandsForAnySequenceOfCharacters() throws JMSException {
        for (String phone : new String[] {"123", "12993", "12%3", "12 \t3"}) {
            selects("phone LIKE '12%3'", "phone", phone);
            ignores("phone NOT LIKE '12%3'", "phone", phone);
        }
        for (String phone : new String[] {"1234", "0123", "12", ""}) {
            ignores("phone LIKE '12%3'", "phone", phone);
            selects("phone NOT LIKE '12%3'", "phone", phone);
        }
    }

    @Test
    void underscoreStandsForExactlyOneCharacter() throws JMSException {
        selects("word LIKE 'l_se'", "word", "lose");
        selects("word LIKE 'l_se'", "word", "l_se");
        ignores("word LIKE 'l_se'", "word", "loose");
        ignores("word LIKE 'l_se'", "word", "lse");
        selects("word LIKE '__'", "word", "ab");
        ignores("word LIKE '__'", "word", "abc");
    }

    @Test
    void patternsOfWildcardsOnly() throws JMSException {
        selects("a LIKE '%'", "a", "");
        selects("a LIKE '%'", "a", "anything");
        selects("a LIKE '%%'", "a", "anything");
        ignores("a LIKE '_%'", "a", "");
        selects("a LIKE '%_'", "a", "x");
        selects("a LIKE ''", "a", "");
        ignores("a LIKE ''", "a", "x");
    }

    @Test
    void percentStandsAnywhere() throws JMSException {
        selects("a LIKE '%in%the%'", "a", "right in the middle");
        selects("a LIKE '%end'", "a", "the end");
        ignores("a LIKE '%end'", "a", "the end.");
        selects("a LIKE 'start%'", "a", "start");
    }

    @Test
    void patternHasToMatchTheWholeValue() throws JMSException {
        selects("a LIKE 'text'", "a", "text");
        ignores("a LIKE 'text'", "a", "a text");
        ignores("a LIKE 'text'", "a", "texts");
        ignores("a LIKE 'text'", "a", "text\n");
    }

    @Test
    void patternIsCaseSensitive() throws JMSException {
        ignores("a LIKE 'TEXT%'", "a", "text");
        selects("a LIKE 'Te%'", "a", "Text");
    }

    @ParameterizedTest
    @ValueSource(strings = {".", "*", "+", "?", "^", "$", "|", "(", ")", "[", "]", "{", "}", "\\", "a*", "[ab]", "\\d",
        "^a$", "\\Q", "\\E", "&", "#"})
    void everyOtherCharacterStandsForItself(String text) throws JMSException {
        selects("a LIKE '" + text + "'", "a", text);
        ignores("a LIKE '" + text + "'", "a", "1");
        ignores("a LIKE '" + text + "'", "a", "a");
        selects("a LIKE '%" + text + "_'", "a", "x" + text + "y");
    }

    @Test
    void wildcardsStandForLineTerminatorsToo() throws JMSException {
        selects("a LIKE 'x_y'", "a", "x\ny");
        selects("a LIKE 'x%y'", "a", "x\r\n\n\u0085\u2028y");
    }

    @Test
    void escapedWildcardsStandForThemselves() throws JMSException {
        selects("underscored LIKE '\\_%' ESCAPE '\\'", "underscored", "_foo");
        ignores("underscored LIKE '\\_%' ESCAPE '\\'", "underscored", "bar");
        selects("a LIKE '100!%' ESCAPE '!'", "a", "100%");
        ignores("a LIKE '100!%' ESCAPE '!'", "a", "1000");
        selects("a NOT LIKE '100!%' ESCAPE '!'", "a", "1000");
        selects("a LIKE '%x_!_%' ESCAPE '!'", "a", "ax1_b");
        ignores("a LIKE '%x_!_%' ESCAPE '!'", "a", "ax12b");
    }

    @Test
    void escapeCharacterMayBeAnyCharacter() throws JMSException {
        for (String escape : new String[] {"$", "^", "*", ".", "a", "|", "#", "?", "["}) {
            selects("a LIKE '1" + escape + "_2%' ESCAPE '" + escape + "'", "a", "1_23");
            ignores("a LIKE '1" + escape + "_2%' ESCAPE '" + escape + "'", "a", "1x23");
        }
    }

    @Test
    void quoteInAPatternIsDoubled() throws JMSException {
        selects("a LIKE '%''s'", "a", "literal's");
        ignores("a LIKE '%''s'", "a", "literals");
    }
}
