import { config } from 'zod';

// zod tries whether it may make functions from text; our policy forbids that, so the try is a breach that every browser writes down
config({ jitless: true });
