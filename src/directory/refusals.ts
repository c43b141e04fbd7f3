import { Prisma } from '#generated/prisma/client.ts';
import { InvalidCondition } from './conditions/invalidCondition.ts';
import {
  alreadyExists,
  collision,
  connectionGone,
  DirectoryError,
  factsTooLarge,
  inUse,
  invalidCondition,
  invalidInput,
  limitExceeded,
  membershipCycle,
  policyGone,
  timeout,
  tooDeep,
  unknownMembers,
} from './errors.ts';

/** What the database refuses by a named constraint, in the directory's words. */
const byConstraint: Record<string, (text: string) => DirectoryError> = {
  users_user_name_key: () =>
    alreadyExists('A user of this connection already has this userName; case does not matter, and inactive users count.'),
  groups_display_name_key: () => alreadyExists('A group of this connection already has this displayName; case does not matter.'),
  devices_serial_number_key: () => alreadyExists('A device of this connection already has this serialNumber; case does not matter.'),
  devices_udid_key: () => alreadyExists('A device of this connection already has this udid; case does not matter.'),
  devices_identifier_check: () => invalidInput('A device needs a serialNumber or a udid. Send at least one of them.'),
  users_size_check: () =>
    limitExceeded('The lists and the extensions of a person have at most 256 KiB together. Leave out what is large, such as photos.'),
  devices_size_check: factsTooLarge,
  attribute_definitions_key_key: () => alreadyExists('An attribute definition already has this key; case does not matter.'),
  attribute_definitions_path_key: () => alreadyExists('An attribute definition already has this schema and name; case does not matter.'),
  fact_definitions_key_key: () => alreadyExists('A fact definition already has this key; case does not matter.'),
  devices_connectionId_fkey: connectionGone,
  users_connectionId_fkey: connectionGone,
  groups_connectionId_fkey: connectionGone,
  // Someone deleted the member, or the group, while it was being added.
  memberships_userId_fkey: () => unknownMembers([]),
  memberships_memberGroupId_fkey: () => unknownMembers([]),
  memberships_self_check: membershipCycle,
  memberships_cycle_check: membershipCycle,
  policy_references_cycle_check: () =>
    invalidCondition(
      'users, devices: someone else has meanwhile made a policy that they name ask for the members of this one. Leave it out.',
    ),
  policy_references_policy_fkey: whileNamed,
  policy_references_attribute_fkey: whileNamed,
  policy_references_fact_fkey: whileNamed,
  policies_connectionId_fkey: () => inUse('The connection still has policies. Delete them first.'),
  profile_templates_name_key: () => alreadyExists('A profile template of this policy already has this name; case does not matter.'),
  profile_templates_policyId_fkey: policyGone,
};

/** A policy names what is being deleted, or what is being named has been deleted. */
function whileNamed(text: string): DirectoryError {
  return text.startsWith('insert')
    ? invalidCondition('users, devices: a definition or policy that they name has been deleted meanwhile. Leave it out.')
    : inUse('A policy has come to name it meanwhile. Change or delete that policy first.');
}

/** What the database refuses by its own code (PostgreSQL, Appendix A). */
const byCode: Record<string, () => DirectoryError> = {
  '22021': () => invalidInput('Text must not contain NUL characters. Send it without them.'),
  '22P05': () => invalidInput('Text must not contain NUL characters. Send it without them.'),
  '40001': collision,
  '40P01': collision,
  '57014': timeout,
};

/** The directory's refusal behind an error, where there is one; a fault has none. */
export function toRefusal(error: unknown): DirectoryError | undefined {
  if (error instanceof DirectoryError) return error;
  if (isStackOverrun(error)) return tooDeep();
  if (isPoolExhausted(error)) return timeout();
  if (error instanceof InvalidCondition) return invalidCondition(error.message);
  const { code, text } = told(error);
  const constraint = Object.keys(byConstraint).find((name) => text.includes(`"${name}"`));
  return (constraint ? byConstraint[constraint] : byCode[code])?.(text);
}

/** Unique rows that came meanwhile, and writes that waited for each other: the same statement may succeed when it is sent again. */
export const isLostRace = (error: unknown) => ['23505', '40001', '40P01'].includes(told(error).code);

/** What V8 throws at a document or a value that is nested too deeply to be walked; any other RangeError is a fault. */
const isStackOverrun = (error: unknown) => error instanceof RangeError && error.message === 'Maximum call stack size exceeded';

/** What the pool says, in words only, when every connection has been busy for too long. */
const isPoolExhausted = (error: unknown) => error instanceof Error && error.message.includes('timeout exceeded when trying to connect');

/** What PostgreSQL said, wherever the client has put it. */
function told(error: unknown): { code: string; text: string } {
  if (!(error instanceof Prisma.PrismaClientKnownRequestError)) return { code: '', text: '' };
  const cause = (error.meta?.driverAdapterError as { cause?: { originalCode?: string; originalMessage?: string } } | undefined)?.cause;
  return { code: cause?.originalCode ?? '', text: cause?.originalMessage ?? '' };
}
