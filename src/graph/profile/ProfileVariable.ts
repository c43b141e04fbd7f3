import type { Setting } from '#directory/profiles/templateInput.ts';
import { builder } from '../builder.ts';
import { OnAbsent } from './OnAbsent.ts';

const words = {
  name: 'The name of a variable that stands in the body.',
  onAbsent: 'What becomes of the profile where the variable has no value; null leaves it to the template.',
  default: 'What stands in its place where it has no value: for DEFAULT, and for nothing else. At most 1,024 characters.',
  separator: 'What parts its values where it has several; a comma and a blank without it. At most 16 characters.',
};

/** What a template says of one variable. */
export const ProfileVariable = builder.objectRef<Setting>('ProfileVariable').implement({
  description: 'What a profile template says of one of its variables.',
  fields: (t) => ({
    name: t.exposeString('name', { description: words.name }),
    onAbsent: t.expose('onAbsent', { type: OnAbsent, nullable: true, description: words.onAbsent }),
    default: t.exposeString('default', { nullable: true, description: words.default }),
    separator: t.exposeString('separator', { nullable: true, description: words.separator }),
  }),
});

export const ProfileVariableInput = builder.inputType('ProfileVariableInput', {
  description: 'What a profile template says of one of its variables.',
  fields: (t) => ({
    name: t.string({ required: true, description: words.name }),
    onAbsent: t.field({ type: OnAbsent, description: words.onAbsent }),
    default: t.string({ description: words.default }),
    separator: t.string({ description: words.separator }),
  }),
});
