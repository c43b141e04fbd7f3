/** Whether a number of JSON is still the same once JavaScript has read it. */
export const isExact = (number: string): boolean => canonical(number) === canonical(String(Number(number)));

/** The significant digits of a number and where its point stands, the same for each way to write it. */
function canonical(number: string): string {
  const [mantissa = '', exponent = '0'] = number.toLowerCase().split('e');
  const [whole = '', fraction = ''] = mantissa.split('.');
  const digits = whole + fraction;
  const start = digits.search(/[1-9]/);
  if (start < 0) return '0';
  const significant = digits.slice(start).replace(/0+$/, '');
  return `${significant}e${Number(exponent) + whole.length - start}`;
}
