"""The test suite; its folders mirror the code's, beside architecture/, databases/, journeys/ and whole_site/."""
