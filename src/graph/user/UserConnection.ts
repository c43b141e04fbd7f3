import { connectionOf } from '../paging.ts';
import { User } from './User.ts';

export const UserConnection = connectionOf('User', 'people', User);
