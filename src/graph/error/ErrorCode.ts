import { type ErrorCode as Code, errorCodes } from '#directory/errors.ts';
import { builder } from '../builder.ts';

const values = Object.fromEntries(Object.entries(errorCodes).map(([code, description]) => [code, { description }])) as Record<
  Code,
  { description: string }
>;

export const ErrorCode = builder.enumType('ErrorCode', {
  description: 'What extensions.code says of a refusal. Programs read the code; the message is for people.',
  values,
});
