import { connectionOf } from '../paging.ts';
import { Group } from './Group.ts';

export const GroupConnection = connectionOf('Group', 'groups', Group);
