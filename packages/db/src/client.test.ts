import { expect, it } from 'vitest';
import { reconnectSeconds } from './client.ts';

it('a pool looks for its database again within a second, however often it has looked in vain', () => {
  for (let failures = 0; failures < 500; failures++) {
    expect(reconnectSeconds(failures)).toBeLessThanOrEqual(1);
    expect(reconnectSeconds(failures)).toBeGreaterThanOrEqual(0.025);
  }
});
