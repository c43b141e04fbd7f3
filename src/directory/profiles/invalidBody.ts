import { type DirectoryError, invalidInput } from '../errors.ts';
import { placeIn } from './placeIn.ts';

/** The refusal of a body for what stands at an offset of it. */
export const invalidBody = (body: string, offset: number, reason: string): DirectoryError =>
  invalidInput(`body: ${placeIn(body, offset)}: ${reason}`, 'body');
