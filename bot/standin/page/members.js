// @ts-check
/** The people of a place: under their roles, those who are connected first, with a field to find one. */

import { avatar } from "./avatars.js";
import { fill, h, roving } from "./dom.js";
import { openPopover } from "./popover.js";
import { listedUnder, nameColour } from "./roles.js";
import { openUserMenu } from "./user-menu.js";

const SHOWN = 200;
const FEW = 8;

/** @param {HTMLElement} anchor @param {any} desk @param {any} channel */
export function openMembers(anchor, desk, channel) {
  const { store } = desk;
  const list = h("div", { class: "menu", "data-testid": "member-list" });
  const field = /** @type {HTMLInputElement} */ (h("input", { class: "field", type: "search", placeholder: "Find somebody", "aria-label": "Find somebody" }));
  const all = channel.guild_id ? membersOf(store, channel.guild_id) : () => [...(channel.recipients ?? []), store.me].map((user) => ({ user, group: "People" }));
  const draw = () => {
    const wanted = field.value.toLowerCase();
    const fits = all().filter(({ user }) => `${store.nameOf(user.id, channel.guild_id)} ${user.username}`.toLowerCase().includes(wanted)).slice(0, SHOWN);
    const groups = [...new Set(fits.map((item) => item.group))];
    const focused = /** @type {HTMLElement | null} */ (document.activeElement)?.dataset.member;
    fill(list, groups.length ? groups.map((group) => section(group, fits.filter((item) => item.group === group))) : h("p", { class: "quiet pad" }, "Nobody of that name."));
    list.querySelector(".menu-item")?.setAttribute("tabindex", "0");
    const again = focused && list.querySelector(`[data-member="${CSS.escape(focused)}"]`);
    if (again instanceof HTMLElement) again.focus({ preventScroll: true });
  };
  const section = (/** @type {string} */ group, /** @type {any[]} */ members) =>
    h("div", { role: "group", "aria-label": group }, h("h3", { class: "group-title", "aria-hidden": "true" }, `${group} · ${members.length}`), members.map(({ user }) => row(user, anchor, desk, channel)));
  field.addEventListener("input", draw);
  draw();
  roving(list, ".menu-item");
  const stop = store.when("members", draw);
  openPopover(anchor, h("div", { class: "picker" }, all().length > FEW ? field : null, list), { label: "People here", onClose: stop });
}

/** Those of a server in the order in which they are listed. @param {any} store @param {string} guildId */
function membersOf(store, guildId) {
  return () => {
    const members = [...(store.guilds.get(guildId)?.members.values() ?? [])];
    const entries = members.map(({ user }) => {
      const online = store.online.has(user.id);
      const role = online ? listedUnder(store, guildId, user.id) : null;
      return { user, group: online ? role?.name ?? "Online" : "Offline", rank: online ? (role ? 1000 + role.position : 1) : 0 };
    });
    return entries.sort((a, b) => b.rank - a.rank || store.nameOf(a.user.id, guildId).localeCompare(store.nameOf(b.user.id, guildId)));
  };
}

/** @param {any} user @param {HTMLElement} anchor @param {any} desk @param {any} channel */
function row(user, anchor, desk, channel) {
  const { store } = desk;
  const guildId = channel.guild_id ?? null;
  const online = store.online.has(user.id);
  const colour = nameColour(store, guildId, user.id);
  const roles = store.rolesOf(guildId, user.id).map((/** @type {string} */ id) => store.guilds.get(guildId)?.roles.get(id)?.name).filter(Boolean);
  return h(
    "button",
    { type: "button", class: "menu-item member", tabindex: "-1", data: { member: user.id, online: online ? "yes" : "no" }, on: { click: () => openUserMenu(anchor, user.id, desk, channel.id) } },
    avatar(user, "small"),
    h("span", { class: "member-words" }, h("span", { class: "author", data: { coloured: colour ? "yes" : undefined }, style: colour ? { "--role": colour } : {} }, store.nameOf(user.id, guildId)), roles.length > 0 && h("span", { class: "quiet small-text" }, roles.join(", "))),
    user.bot && h("span", { class: "badge" }, "App"),
    h("span", { class: "said" }, online ? "online" : "offline"),
  );
}
