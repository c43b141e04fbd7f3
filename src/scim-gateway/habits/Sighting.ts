import type { Habit } from '../documents/generatedEnums.ts';

/** Is told of a habit, and of the name that it was seen on. */
export type Note = (habit: Habit, name?: string) => void;

/** A second look at something that was served: tells what habits it shows. */
export type Sighting = (note: Note) => void;
