# Sourced by what runs in Node: `packages_of FOLDER` installs what the lock file of the folder pins, by npm, into a folder
# of $SAAR_CI_CACHE (by default ~/.cache/saar-ci) that is named for the lock file, and sets `node` to the Node to run.
# shellcheck shell=bash
cache=${SAAR_CI_CACHE:-$HOME/.cache/saar-ci}

install() {
    local as_root=()
    if [ "$(id -u)" -ne 0 ]; then as_root=(sudo); fi
    "${as_root[@]}" apt-get update -qq
    DEBIAN_FRONTEND=noninteractive "${as_root[@]}" apt-get install -y -qq --no-install-recommends "$@"
}

packages_of() {
    local here=$1 packages
    command -v npm >/dev/null || install npm
    packages=$cache/node-$(cat "$here/package-lock.json" "$here/.npmrc" | sha256sum | cut -c 1-16)
    if [ ! -e "$packages/complete" ]; then
        rm -rf "$packages"
        mkdir -p "$packages"
        cp "$here/package.json" "$here/package-lock.json" "$here/.npmrc" "$packages/"
        # no package needs its install script; that of vnu-jar would fetch another Java
        npm ci --prefix "$packages" --ignore-scripts --loglevel=error
        touch "$packages/complete"
    fi
    # modules are looked for beside the files that import them
    ln -sfn "$packages/node_modules" "$here/node_modules"
    # some packages need Node 22.22; elsewhere than on Linux it has to be there
    # shellcheck disable=SC2034
    node=$(compgen -G "$packages/node_modules/node-linux-*/bin/node" || command -v node)
}
