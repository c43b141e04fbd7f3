import { Unreadable } from '#filter/unreadable.ts';
import { nearest } from '../../nearest.ts';
import { attributes } from '../attributes.ts';
import type { Subject } from '../condition.ts';

const joining = ['and', 'or', 'not'];

/** The refusal of a name that means nothing of a subject; with those that may have been meant, or else all that there are. */
export function unknownName(subject: Subject, name: string, column: number): Unreadable {
  const names = Object.keys(attributes[subject]).filter((known) => !joining.includes(known));
  const near = nearest(name, names);
  const meant = near.length > 0 ? `perhaps ${near.join(' or ')} is meant` : `there are ${names.join(', ')}`;
  return new Unreadable(`${JSON.stringify(name.slice(0, 40))} is unknown here: ${meant}.`, column);
}
