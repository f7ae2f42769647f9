@echo off
rem Runs gyre from a clone: builds it first when a source is newer than the program. Standard output belongs to gyre alone.
setlocal
set "ROOT=%~dp0"
set "OUT=%ROOT%artifacts\bin\Gyre.Cli\release"
where dotnet >nul 2>nul || (echo gyre: the .NET 10 SDK ^(dotnet^) is not on the PATH 1>&2 & exit /b 1)
powershell -NoProfile -ExecutionPolicy Bypass -Command ^
  "$root=$env:ROOT; $out=$env:OUT; $stamp=Join-Path $out '.built';" ^
  "function Stale { if (-not (Test-Path $stamp) -or -not (Test-Path (Join-Path $out 'gyre.dll'))) { return $true };" ^
  "  $t=(Get-Item -Force $stamp).LastWriteTimeUtc; $f=@(Get-ChildItem -Recurse -File (Join-Path $root 'src'),(Join-Path $root 'examples') | Where-Object { $_.FullName -notmatch '\\(obj|bin|node_modules)\\' }) + @(Get-ChildItem -File (Join-Path $root '*') -Include *.props,*.targets,global.json);" ^
  "  return [bool]($f | Where-Object { $_.LastWriteTimeUtc -gt $t } | Select-Object -First 1) };" ^
  "if (Stale) { $m=New-Object System.Threading.Mutex($false,('gyre-build-'+[Math]::Abs($root.ToLowerInvariant().GetHashCode()))); try { [void]$m.WaitOne() } catch [System.Threading.AbandonedMutexException] {};" ^
  "  try { if (Stale) { $began=[DateTime]::UtcNow; [Console]::Error.WriteLine('gyre: building, this takes a moment...'); $log=& dotnet build (Join-Path $root 'src\Gyre.Cli\Gyre.Cli.csproj') -c Release -v quiet --nologo -nodeReuse:false 2>&1;" ^
  "    if ($LASTEXITCODE -ne 0) { $log | Select-String 'error' | Select-Object -First 20 | ForEach-Object { [Console]::Error.WriteLine($_) }; exit 1 };" ^
  "    [void](New-Item -Force -ItemType File $stamp); (Get-Item -Force $stamp).LastWriteTimeUtc=$began } } finally { $m.ReleaseMutex() } }"
if errorlevel 1 exit /b 1
dotnet "%OUT%\gyre.dll" %*
exit /b %ERRORLEVEL%
