// Evaluated in the page: what is wrong with its structure.
() => {
    const faults = [];
    const ids = [...document.querySelectorAll("[id]")].map((one) => one.id);
    for (const id of new Set(ids)) if (ids.filter((one) => one === id).length > 1) faults.push(`two of id ${id}`);
    for (const img of document.images) if (!img.hasAttribute("alt")) faults.push(`an image without alt: ${img.src}`);
    for (const name of ["aria-labelledby", "aria-describedby", "aria-controls", "aria-activedescendant"]) {
        for (const one of document.querySelectorAll(`[${name}]`)) {
            for (const id of one.getAttribute(name).split(/\s+/)) {
                if (id && !document.getElementById(id)) faults.push(`${name} names no element: ${id}`);
            }
        }
    }
    for (const one of document.querySelectorAll("[tabindex]")) if (one.tabIndex > 0) faults.push("a tabindex above 0");
    for (const one of document.querySelectorAll("button button, a button, button a, a a")) faults.push(`a control in a control: ${one.outerHTML.slice(0, 90)}`);
    for (const one of document.querySelectorAll("[aria-hidden=true]")) {
        const inside = [...one.querySelectorAll("a, button, input, [tabindex='0']")].filter((item) => item.tabIndex >= 0 && item.checkVisibility());
        if (inside.length) faults.push(`reachable, yet hidden: ${one.outerHTML.slice(0, 90)}`);
    }
    if (!document.documentElement.lang) faults.push("no language");
    if (!document.title) faults.push("no title");
    return faults;
}
