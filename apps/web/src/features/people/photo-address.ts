/** Where the picture of a colleague is, for a page of `readerId`; null without one. A new picture is another address. */
export const photoAddress = (
  { personId, photo }: { personId: string; photo: string | null },
  readerId: string,
): string | null => photo && `/photo/${personId}?${new URLSearchParams({ v: photo, person: readerId })}`;
