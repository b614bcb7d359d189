-- Quotes of one person about something: what the person said is walked in order, and kept where it is among the lines found. A look
-- at each line's quote instead would go all over the file.
DROP INDEX quotes_of_person;
CREATE INDEX quotes_of_person ON quotes (person, scope, day DESC, article DESC, place, line);
