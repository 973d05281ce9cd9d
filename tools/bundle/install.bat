@echo off
rem Offline installation:  install.bat [folder]    default: the folder "equity" beside this script
setlocal
set "HERE=%~dp0"
set "TARGET=%~1"
if "%TARGET%"=="" set "TARGET=%HERE%equity"
set "PYTHON="
for %%V in (3.13 3.12 3.11) do (
  if not defined PYTHON (
    py -%%V -c "pass" >nul 2>&1 && set "PYTHON=py -%%V"
  )
)
if not defined PYTHON (
  python -c "import sys; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 13))" >nul 2>&1 && set "PYTHON=python"
)
if not defined PYTHON (
  echo Python 3.11, 3.12 or 3.13 (64 bit^) is needed.
  exit /b 1
)
echo installing into %TARGET%
%PYTHON% -m venv --without-pip "%TARGET%" || exit /b 1
for %%W in ("%HERE%wheels\pip-*.whl") do set "PYTHONPATH=%%~fW"
%PYTHON% -m pip --disable-pip-version-check --python "%TARGET%\Scripts\python.exe" install --quiet --no-index --find-links "%HERE%wheels" --upgrade -c "%HERE%constraints.txt" kunming-equity || exit /b 1
echo done. Start:  cd working-folder ^&^& "%TARGET%\Scripts\equity.exe" serve --host 0.0.0.0 --port 8050
echo As a service, backup, upgrade: deploy.md
