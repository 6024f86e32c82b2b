// Files in and out of the inbox: uploads checked by content and size while they arrive, downloads by signed address and live session.
export { serveMedia } from './serve-media.ts';
export { isSignedMedia, signMedia } from './sign-media.ts';
export { takeUpload } from './take-upload.ts';
