// Logos of workspaces: their people send and see them.
export { isLogo, serveLogo } from './serve-logo.ts';
export { takeLogo } from './take-logo.ts';
