#!/bin/sh
# The installed program. Electron looks for a display before any code of the app runs, so a command, which needs none,
# says so from outside.
here=$(dirname "$(readlink -f "$0")")
for argument; do
  case $argument in
    serve | lab | help | --help | --version) exec "$here/gatehouse-electron" --ozone-platform=headless --disable-gpu "$@" ;;
    -*) ;;
    *) break ;;
  esac
done
exec "$here/gatehouse-electron" "$@"
