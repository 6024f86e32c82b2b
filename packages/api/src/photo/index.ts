// Pictures of people: one's own comes in, those of colleagues go out.
export { isPhoto, servePhoto } from './serve-photo.ts';
export { takePhoto } from './take-photo.ts';
