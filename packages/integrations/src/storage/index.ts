// Files by content on a disk that web and worker share.
export { createDiskStorage } from './disk-storage.ts';
