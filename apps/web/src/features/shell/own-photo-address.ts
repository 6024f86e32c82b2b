/** Where one's own picture is, to be drawn on a page of one's own; null without one. A new picture is another address. */
export const ownPhotoAddress = ({ id, photo }: { id: string; photo: string | null }): string | null =>
  photo && `/photo/${id}?${new URLSearchParams({ v: photo, person: id })}`;
