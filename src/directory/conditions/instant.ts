const month31 = '(?:0[13578]|1[02])-(?:0[1-9]|[12][0-9]|3[01])';
const month30 = '(?:0[469]|11)-(?:0[1-9]|[12][0-9]|30)';
const february = '02-(?:0[1-9]|1[0-9]|2[0-8])';
const leapDay = '(?:[0-9]{2}(?:0[48]|[2468][048]|[13579][26])|(?:[02468][048]|[13579][26])00)-02-29';
const time = 'T(?:[01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9](?:\\.[0-9]+)?(?:Z|[+-](?:0[0-9]|1[0-4]):[0-5][0-9])';

/** An RFC 3339 date and time of the years 1 to 9999, or a date alone; written so that JavaScript and PostgreSQL read it alike. */
export const instantPattern = `^(?!0000)(?:${leapDay}|[0-9]{4}-(?:${month31}|${month30}|${february}))(?:${time})?$`;

/** What follows the third digit of a second's fraction, and that digit with those before it. */
export const beyondMilliseconds = '(\\.[0-9]{3})[0-9]+';

export const midnight = 'T00:00:00Z';
export const dateLength = '2026-01-31'.length;

const isInstant = new RegExp(instantPattern);
const toMilliseconds = new RegExp(beyondMilliseconds);

/** Milliseconds since 1970, or undefined if the text is no instant; a date alone is its midnight in UTC. */
export const instantOf = (text: string): number | undefined =>
  isInstant.test(text) ? Date.parse(text.length === dateLength ? text + midnight : text.replace(toMilliseconds, '$1')) : undefined;
