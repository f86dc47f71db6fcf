// @ts-check
/** The kinds of channels, by Discord's numbers. */

export const THREAD_TYPES = new Set([10, 11, 12]);
export const FORUM_TYPES = new Set([15, 16]);
export const DIRECT = 1;
export const CATEGORY = 4;
export const ANNOUNCEMENT = 5;
export const PRIVATE_THREAD = 12;
export const MEDIA = 16;
