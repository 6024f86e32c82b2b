// Files by content behind the storage port.
export { diskStorage } from './disk-storage.ts';
